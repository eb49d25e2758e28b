"""What is left in the tables of hiring is for hiring."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0004_move_practice")]

    operations = [
        # With a default the way back is open: what is left is for hiring.
        migrations.AlterField(
            model_name="interview",
            name="kind",
            field=models.CharField(
                choices=[("hiring", "Hiring"), ("practice", "Practice")], default="hiring", max_length=16
            ),
        ),
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
