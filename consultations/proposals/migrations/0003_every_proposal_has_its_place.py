"""Proposals that were there get a place drawn by lot, each its own."""

import random

from django.db import migrations


def draw(apps, schema_editor):
    proposal = apps.get_model("proposals", "Proposal")
    batch = []
    for one in proposal.objects.only("pk").iterator(chunk_size=500):
        one.place = random.random()
        batch.append(one)
        if len(batch) == 500:
            proposal.objects.bulk_update(batch, ["place"])
            batch = []
    proposal.objects.bulk_update(batch, ["place"])


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_an_order_by_lot_and_who_prepares_the_answer")]
    operations = [migrations.RunPython(draw, migrations.RunPython.noop, elidable=True)]
