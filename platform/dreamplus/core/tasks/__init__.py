"""Things to do later, once, whatever happens to the worker. See the README of `core`.

@task(name="polls.send_receipts", retries=5)
def send_receipts(*, activity: str) -> None: ...

send_receipts.enqueue(activity=str(activity.pk))      # inside the caller's transaction

@periodic("minute", name="participation.settle_due")
def settle_due(*, at: datetime) -> None: ...
"""

from dreamplus.core.tasks.registry import GiveUp, Retry, Task, periodic, task

__all__ = ["GiveUp", "Retry", "Task", "periodic", "task"]
