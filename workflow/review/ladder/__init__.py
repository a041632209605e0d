"""The ladder by the clock: reminders, and who is called beside a reviewer who does not answer."""
