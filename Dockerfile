# syntax=docker/dockerfile:1
# The bot as a user without rights on a read-only root; /data is all it writes. docs/operations.md.
FROM python:3.11-slim AS build
WORKDIR /src
# What is installed besides: "embeddings" is left out, its libraries weigh 70 MB (docs/operations.md).
ARG EXTRAS=postgres,plots
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot ./bot
COPY storage ./storage
RUN python -m venv /opt/nutgraf \
 && /opt/nutgraf/bin/pip install --no-cache-dir --disable-pip-version-check \
      -c constraints.txt ".[${EXTRAS}]" \
 && /opt/nutgraf/bin/python -m compileall -q /opt/nutgraf

FROM python:3.11-slim
RUN groupadd --gid 10001 nutgraf \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin nutgraf \
 && install -d -o nutgraf -g nutgraf -m 0700 /data
COPY --from=build /opt/nutgraf /opt/nutgraf
COPY --chown=root:root feeds.yaml /usr/share/nutgraf/feeds.yaml
ENV PATH=/opt/nutgraf/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DATABASE_URL=sqlite:////data/bot.db \
    FEEDS_FILE=/data/feeds.yaml
USER 10001:10001
WORKDIR /data
VOLUME /data
# The health that the archive keeps: older than five minutes means that the bot stands still.
HEALTHCHECK --interval=2m --timeout=20s --start-period=3m --retries=2 \
  CMD ["nutgraf", "status", "--alive"]
STOPSIGNAL SIGTERM
CMD ["nutgraf", "run"]
