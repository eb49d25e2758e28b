"""What is left in the tables of hiring is for hiring."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0004_move_practice")]

    operations = [
        migrations.RemoveField(model_name="interview", name="kind"),
        migrations.AlterField(
            model_name="planversion",
            name="source",
            field=models.CharField(
                choices=[
                    ("drafted", "Drafted from the posting"),
                    ("imported", "Imported"),
                    ("edited", "Edited"),
                ],
                max_length=16,
            ),
        ),
    ]
