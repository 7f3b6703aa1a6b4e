from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("participation", "0006_reports_become_cases")]

    operations = [migrations.DeleteModel(name="Report")]
