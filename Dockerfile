# The server over HTTP, for several users. docs/hosting.md says what tokens are and what belongs in front of it.
#
#   docker build -t nemovideo .
#   docker run --rm -v nemovideo:/data nemovideo serve --new-token alice --tokens /data/tokens.txt
#   docker run --init -p 127.0.0.1:8765:8765 -v nemovideo:/data nemovideo
#
# A file of tokens that is mounted from outside has to belong to user 10001, mode 0600.

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY server server
COPY skill skill
# The versions that are tested, without their hashes: pip takes those for files only, and this folder is none.
# Extras by name, as `cluster`: docs/cluster.md.
ARG EXTRAS=
RUN sed -e '/^ *--hash=/d' -e 's/ *\\$//' constraints.txt > pins.txt \
 && python -m venv /opt/nemovideo \
 && /opt/nemovideo/bin/python -m pip install --no-cache-dir --disable-pip-version-check -c pins.txt ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin nemovideo \
 && install -d -m 0700 -o nemovideo -g nemovideo /data
COPY --from=build /opt/nemovideo /opt/nemovideo
ENV PATH=/opt/nemovideo/bin:$PATH NEMO_HOME=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER nemovideo
WORKDIR /data
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8765/healthz', timeout=4)"]
ENTRYPOINT ["nemovideo"]
CMD ["serve", "--http", "0.0.0.0:8765", "--tokens", "/data/tokens.txt"]
