"""What is done to a site. Each subject has its module; the names others call are here."""

from dreamplus.cms.services.founding import Office, follow_origin, found_site
from dreamplus.cms.services.groups import assign_groups, ensure_groups
from dreamplus.cms.services.messages import deliver, purge, receive

__all__ = ["Office", "assign_groups", "deliver", "ensure_groups", "follow_origin", "found_site", "purge", "receive"]
