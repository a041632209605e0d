"""What happens after an act: reactions to events, due work, schedules. Celery carries hints; rows are the truth."""
