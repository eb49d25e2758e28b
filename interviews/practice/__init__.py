"""Tips for people who practise, by arithmetic on words and times alone: neither sound nor content is judged.

For practice only: in an interview for a job they would help some and judge how others speak.
"""
