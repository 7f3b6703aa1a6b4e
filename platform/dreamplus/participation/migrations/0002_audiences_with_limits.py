import dreamplus.participation.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0001_activities_contributions_receipts'),
    ]

    operations = [
        migrations.RenameField(
            model_name='activity',
            old_name='audience',
            new_name='audience_word',
        ),
        migrations.AddField(
            model_name='activity',
            name='audience',
            field=models.JSONField(default=dreamplus.participation.models.confirmed_audience, help_text='See `rules.audience`.', verbose_name='audience'),
        ),
        migrations.AddField(
            model_name='activity',
            name='is_private',
            field=models.BooleanField(default=False, editable=False, help_text='Of `audience`: not read by just anyone.'),
        ),
    ]
