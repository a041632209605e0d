"""The real parts that the tests run on: PostgreSQL, Redis, a Celery worker, a mail sink, Chromium. Nothing here pretends."""
