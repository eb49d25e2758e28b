"""Tips for people who practise, by arithmetic on words and times alone: no sound, no judgement of what was said.

For practice only: in an interview for a job they would help some and judge how others speak.
"""
