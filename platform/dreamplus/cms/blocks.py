"""The pieces an agent writes with. Each is drawn by one template of `cms/blocks/`, in the elements of `theming`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


def text_block(**options: Any) -> blocks.RichTextBlock:
    """Rich text limited to what `cms.rich_text` lets through."""
    return blocks.RichTextBlock(features=TEXT_FEATURES, **options)


class HeadingBlock(blocks.StructBlock):
    """A heading of the text: the page's title is the only h1."""

    text = blocks.CharBlock(label=_("Heading"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Part")), ("3", _("Sub-part"))], default="2", required=True
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Text with bold, italic, lists and links."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"features": TEXT_FEATURES} | options))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/paragraph.html"


class PictureBlock(blocks.StructBlock):
    """A picture; its own text for those who do not see it unless another fits this place better."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        label=_("Another text for those who do not see it"),
        max_length=255,
        required=False,
        help_text=_("Leave empty to use the text given with the picture."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A link to a video kept elsewhere, with what is said in it: nothing is loaded from a third party."""

    title = blocks.CharBlock(label=_("Title of the video"), max_length=160)
    address = blocks.URLBlock(label=_("Address"), max_length=400)
    transcript = text_block(
        label=_("What is said and shown"),
        help_text=_("Compulsory (RGAA 4.1): the full text, for those who do not hear or do not see."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "cms/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["address"].startswith("https://"):
            message = _("The address must begin with https://.")
            raise blocks.StructBlockValidationError(block_errors={"address": ValidationError(message)})
        return cleaned


class DocumentsBlock(blocks.StructBlock):
    """Files to download, each with its format and weight (RGAA 13.3)."""

    title = blocks.CharBlock(label=_("Title"), max_length=160, required=False)
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Document")), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents")
        template = "cms/blocks/documents.html"


class DetailsBlock(blocks.StructBlock):
    """A question and its answer, folded."""

    summary = blocks.CharBlock(label=_("Question or title"), max_length=200)
    text = text_block(label=_("Answer"))

    class Meta:
        icon = "list-ul"
        label = _("Folded text")
        template = "cms/blocks/details.html"


class CallOutBlock(blocks.StructBlock):
    """What must not be missed."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Good to know")), ("warn", _("Careful")), ("good", _("Good news"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = text_block(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "cms/blocks/call_out.html"


class QuotationBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Words"), max_length=600)
    author = blocks.CharBlock(label=_("Who says it"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quotation.html"


class TableBlock(blocks.StructBlock):
    """A table of data with a caption, and headers that say so (RGAA 5.4, 5.6)."""

    caption = blocks.CharBlock(label=_("What the table shows"), max_length=200)
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    call_out = CallOutBlock()
    details = DetailsBlock()
    quotation = QuotationBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    table = TableBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
        template = "cms/blocks/body.html"
