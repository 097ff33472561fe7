# Built in stages: what fetches packages is not in the image that runs.
ARG BASE=python:3.11.13-slim-bookworm
FROM ${BASE} AS python

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app

FROM python AS build
RUN python -m venv /venv
# Node reads the certificates of the image, as pip does: a base image may bring those of a house of its own.
ENV PATH=/venv/bin:$PATH NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY requirements.txt ./
RUN pip install --quiet --require-hashes --no-deps -r requirements.txt
COPY requirements-node.txt package.json package-lock.json .npmrc ./
RUN python -m venv /node && /node/bin/pip install --quiet --require-hashes --no-deps -r requirements-node.txt \
    && PATH=/node/bin:$PATH npm ci --omit=dev --silent
COPY manage.py ./
COPY tracker tracker
COPY workflows workflows
COPY templates templates
RUN export MLA_DATA=/tmp/build \
    && python manage.py install_assets \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && find tracker -name '*.po' -exec sh -c 'pybabel compile -i "$1" -o "${1%.po}.mo"' compile {} \;

FROM python
# For letters to authorities whose names are in other scripts than ours.
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/venv/bin:$PATH MLA_DATA=/data
RUN useradd --system --uid 10001 --user-group --no-create-home tracker && install -d -o tracker -g tracker -m 700 /data
COPY --from=build /venv /venv
COPY --from=build /app/staticfiles staticfiles
COPY --from=build /app/tracker tracker
COPY manage.py ./
COPY workflows workflows
COPY templates templates
COPY fixtures fixtures
USER tracker
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "tracker.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", \
     "--access-logfile=-", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
