"""Every table of the application, for Django to find; each subject has its own module."""

from dreamplus.cms.brand import Brand
from dreamplus.cms.contact import ContactMessage
from dreamplus.cms.media import Document, Image, Rendition
from dreamplus.cms.pages import (
    AccessibilityPage,
    BlogIndexPage,
    BlogPage,
    ContactPage,
    HomePage,
    InformationPage,
    LegalNoticePage,
    NewsIndexPage,
    NewsPage,
    PersonalDataPage,
    SiteMapPage,
    SitePage,
)
from dreamplus.cms.search import PageText
from dreamplus.cms.visits import PageVisits

__all__ = [
    "AccessibilityPage",
    "BlogIndexPage",
    "BlogPage",
    "Brand",
    "ContactMessage",
    "ContactPage",
    "Document",
    "HomePage",
    "Image",
    "InformationPage",
    "LegalNoticePage",
    "NewsIndexPage",
    "NewsPage",
    "PageText",
    "PageVisits",
    "PersonalDataPage",
    "Rendition",
    "SiteMapPage",
    "SitePage",
]
