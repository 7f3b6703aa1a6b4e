from django.db import migrations

from dreamplus.moderation.former_reports import Former, from_cases, to_cases


def forward(apps, schema_editor):
    reports = apps.get_model("deliberation_comments", "CommentReport").objects.select_related("comment").order_by("pk")
    to_cases(
        apps,
        "comment",
        (
            Former(
                key=str(one.comment.uuid),
                author=one.comment.user_id,
                reason=one.reason,
                words=one.words,
                person=one.reporter_id,
                email=one.email,
                created_at=one.created_at,
                handled_at=one.handled_at,
                kept=None if one.handled_at is None else one.comment.status != "hidden",
                hidden_reason=one.comment.hidden_reason,
            )
            for one in reports
        ),
    )


def backward(apps, schema_editor):
    comments = apps.get_model("deliberation_comments", "Comment").objects
    for key, columns in from_cases(apps, "comment"):
        comment = comments.filter(uuid=key).first()
        columns.pop("kept")
        if comment is not None:
            apps.get_model("deliberation_comments", "CommentReport").objects.create(comment=comment, **columns)


class Migration(migrations.Migration):

    dependencies = [
        ("moderation", "0001_the_charter_cases_and_decisions"),
        ("deliberation_comments", "0002_comments_that_wait"),
    ]

    operations = [migrations.RunPython(forward, backward, elidable=True)]
