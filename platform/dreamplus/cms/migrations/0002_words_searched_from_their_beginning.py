import re

from django.db import migrations


def to_words(apps, schema_editor):
    """Each word after a space, as `core.text.indexed` writes them: the texts are folded already."""
    for row in apps.get_model("cms", "PageText").objects.iterator(chunk_size=200):
        for field in ("folded", "folded_title"):
            setattr(row, field, "".join(f" {word}" for word in re.findall(r"[^\W_]+", getattr(row, field))))
        row.save(update_fields=["folded", "folded_title"])


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0001_pages_pictures_documents_and_brand"),
    ]

    operations = [migrations.RunPython(to_words, migrations.RunPython.noop, elidable=True)]
