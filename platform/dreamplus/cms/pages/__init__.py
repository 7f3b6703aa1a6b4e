"""The pages an agent writes. `SitePage` is the ground of every page of the house."""

from dreamplus.cms.pages.articles import (
    ArticleIndexPage,
    ArticlePage,
    BlogIndexPage,
    BlogPage,
    NewsIndexPage,
    NewsPage,
)
from dreamplus.cms.pages.base import SitePage
from dreamplus.cms.pages.compulsory import AccessibilityPage, LegalNoticePage, PersonalDataPage
from dreamplus.cms.pages.contact import ContactPage
from dreamplus.cms.pages.home import HomePage
from dreamplus.cms.pages.information import InformationPage
from dreamplus.cms.pages.site_map import SiteMapPage

__all__ = [
    "AccessibilityPage",
    "ArticleIndexPage",
    "ArticlePage",
    "BlogIndexPage",
    "BlogPage",
    "ContactPage",
    "HomePage",
    "InformationPage",
    "LegalNoticePage",
    "NewsIndexPage",
    "NewsPage",
    "PersonalDataPage",
    "SiteMapPage",
    "SitePage",
]
