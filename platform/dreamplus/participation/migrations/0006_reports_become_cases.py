from django.db import migrations

from dreamplus.moderation.former_reports import Former, from_cases, to_cases


def forward(apps, schema_editor):
    reports = apps.get_model("participation", "Report").objects.select_related("contribution").order_by("pk")
    to_cases(
        apps,
        "contribution",
        (
            Former(
                key=str(one.contribution.uuid),
                author=one.contribution.author_id,
                reason=one.reason,
                words=one.words,
                person=one.reporter_id,
                email=one.email,
                created_at=one.created_at,
                handled_at=one.handled_at,
                kept=one.kept,
                hidden_reason=one.contribution.hidden_reason,
            )
            for one in reports
        ),
    )


def backward(apps, schema_editor):
    contributions = apps.get_model("participation", "Contribution").objects
    for key, columns in from_cases(apps, "contribution"):
        contribution = contributions.filter(uuid=key).first()
        if contribution is not None:
            apps.get_model("participation", "Report").objects.create(contribution=contribution, **columns)


class Migration(migrations.Migration):

    dependencies = [
        ("moderation", "0001_the_charter_cases_and_decisions"),
        ("participation", "0005_moderation_of_an_activity"),
    ]

    operations = [migrations.RunPython(forward, backward, elidable=True)]
