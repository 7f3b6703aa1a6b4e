"""What `people` leaves to the worker."""

from __future__ import annotations

from django.core.mail import EmailMessage, EmailMultiAlternatives

from dreamplus.core.tasks import task


def send_again(message: EmailMessage) -> None:
    """Leaves to the worker a message that the mail server refused or did not take in time."""
    pages = [str(content) for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
    deliver.enqueue(
        to=list(message.to), subject=message.subject, body=str(message.body), page=pages[0] if pages else ""
    )


@task(name="people.deliver", retries=5)
def deliver(*, to: list[str], subject: str, body: str, page: str) -> None:
    """Sends one message; the sender is the instance's."""
    message = EmailMultiAlternatives(subject, body, to=to)
    if page:
        message.attach_alternative(page, "text/html")
    message.send()
