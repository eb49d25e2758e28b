"""Rehearsal of a plan: a weak and a strong candidate, by script, through the real engine."""

from interviews.rehearsal.playing import Played, Rehearsal, play_one, rehearse
from interviews.rehearsal.scripts import dump_candidate_yaml, scripted_candidates

__all__ = ["Played", "Rehearsal", "dump_candidate_yaml", "play_one", "rehearse", "scripted_candidates"]
