"""The recording of an interview's sound, as far as the candidate agreed to one."""

from agent_worker.recording.recorder import record_interview

__all__ = ["record_interview"]
