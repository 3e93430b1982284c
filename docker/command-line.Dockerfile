# The postseal command line as an image. compose runs it once, to make topics and access rules, and once for its example:
#
#   docker build -f docker/command-line.Dockerfile -t postseal/command-line .
#
# or from jars that ./postseal build has made before: --build-arg APPLICATION=built-before
ARG APPLICATION=built-inside

FROM docker.io/library/maven:3.9.12-eclipse-temurin-25-noble AS built-inside
WORKDIR /sources
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q package -Dmaven.test.skip=true -Dspotless.check.skip=true -Dquarkus.build.skip=true -pl command-line -am \
    && mkdir /application && mv command-line/target/lib command-line/target/command-line-*.jar /application/

FROM scratch AS built-before
COPY command-line/target/lib/ /application/lib/
COPY command-line/target/command-line-*.jar /application/

FROM ${APPLICATION} AS application

FROM docker.io/library/eclipse-temurin:25.0.3_9-jre-noble
COPY --from=application /application/ /postseal/

COPY --chmod=0555 docker/postseal /usr/local/bin/

WORKDIR /postseal
USER 10001:10001
ENTRYPOINT ["postseal"]
