from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0003_words_become_audiences'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='activity',
            name='audience_word',
        ),
    ]
