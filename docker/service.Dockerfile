# The image of one service. All five are made this way; the build of the jars happens before, outside:
#
#   ./postseal build
#   docker build -f docker/service.Dockerfile --build-arg MODULE=verifier -t postseal/verifier .
#
# Settings come as environment variables and as /postseal/config/application.properties; secrets are mounted, never
# copied. It writes nothing outside of /tmp, so its root file system can be read-only.
FROM docker.io/library/eclipse-temurin:25-jre
ARG MODULE

# The layers that change least come first.
COPY ${MODULE}/target/quarkus-app/lib/ /postseal/lib/
COPY ${MODULE}/target/quarkus-app/quarkus/ /postseal/quarkus/
COPY ${MODULE}/target/quarkus-app/app/ /postseal/app/
COPY ${MODULE}/target/quarkus-app/*.jar /postseal/
COPY --chmod=0555 docker/ready /usr/local/bin/ready

WORKDIR /postseal
USER 10001:10001
# Options of the JVM: set JDK_JAVA_OPTIONS, which it reads by itself.
ENTRYPOINT ["java", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]
