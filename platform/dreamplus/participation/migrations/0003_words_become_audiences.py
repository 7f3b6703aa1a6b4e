from django.db import migrations


def to_rules(apps, schema_editor):
    activities = apps.get_model('participation', 'Activity').objects
    for word in ('anyone', 'confirmed'):
        activities.filter(audience_word=word).update(audience={'who': {'ways': [word]}})


def to_words(apps, schema_editor):
    activities = apps.get_model('participation', 'Activity').objects
    for word in ('anyone', 'confirmed'):
        activities.filter(audience={'who': {'ways': [word]}}).update(audience_word=word)


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0002_audiences_with_limits'),
    ]

    operations = [
        migrations.RunPython(to_rules, to_words, elidable=True),
    ]
