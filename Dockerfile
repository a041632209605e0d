# One image for the web, the worker, the beat and the migration. It names no registry of packages: pip and uv use the
# one that the builder is configured for (build argument, pip.conf or environment), and every file is checked by hash.
FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY locks/uv.txt locks/run.txt locks/
RUN python -m venv /app && /app/bin/pip install --no-cache-dir --require-hashes -r locks/uv.txt \
 && /app/bin/uv pip install --no-cache --python /app/bin/python --require-hashes -r locks/run.txt
COPY pyproject.toml README.md ./
COPY workflow workflow
COPY workers workers
COPY templates templates
COPY migrations migrations
RUN /app/bin/uv pip install --no-cache --python /app/bin/python --no-deps --no-build-isolation . \
 && /app/bin/pip uninstall --yes --quiet uv \
 && /app/bin/python -m compileall -q /app/lib

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp countersign \
 && install --directory --owner countersign --group countersign --mode 0700 /data /keys
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 COUNTERSIGN_DATA=/data
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
CMD ["countersign", "serve", "--host", "0.0.0.0", "--port", "8000"]
