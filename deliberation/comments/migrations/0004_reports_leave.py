from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("deliberation_comments", "0003_reports_become_cases")]

    operations = [migrations.DeleteModel(name="CommentReport")]
