# The image of one service. All five are made this way, with the build of the jars inside:
#
#   docker build -f docker/service.Dockerfile --build-arg MODULE=verifier -t postseal/verifier .
#
# or from jars that ./postseal build has made before: --build-arg APPLICATION=built-before
#
# Settings come as environment variables and as /postseal/config/application.properties; secrets are mounted, never
# copied. It writes nothing outside of /tmp, so its root file system can be read-only.
ARG APPLICATION=built-inside
ARG MODULE

# Says nothing of MODULE, so that five images are made of one build.
FROM docker.io/library/maven:3.9.12-eclipse-temurin-25-noble AS built-inside
WORKDIR /sources
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Psbom package -Dmaven.test.skip=true -Dspotless.check.skip=true \
      -pl ingress-smtp,signer,verifier,key-registry,relay -am \
    && for module in ingress-smtp signer verifier key-registry relay; do \
      mkdir -p /applications && mv $module/target/quarkus-app /applications/$module \
        && cp $module/target/bom.json /applications/$module/; \
    done

FROM scratch AS built-before
ARG MODULE
COPY ${MODULE}/target/quarkus-app/ /applications/${MODULE}/

FROM ${APPLICATION} AS application

FROM docker.io/library/eclipse-temurin:25.0.3_9-jre-noble
ARG MODULE
WORKDIR /postseal
# The layers that change least come first.
COPY --from=application /applications/${MODULE}/lib/ /postseal/lib/
COPY --from=application /applications/${MODULE}/quarkus/ /postseal/quarkus/
COPY --from=application /applications/${MODULE}/app/ /postseal/app/
COPY --from=application /applications/${MODULE}/*.j* /postseal/
COPY --chmod=0555 docker/ready docker/train /usr/local/bin/
# One start and stop, whose loaded classes and profiles are kept (JEP 483, 514): later starts take them from there.
RUN train

USER 10001:10001
# Options of the JVM: set JDK_JAVA_OPTIONS, which it reads by itself.
ENTRYPOINT ["java", "-XX:AOTCache=/postseal/postseal.aot", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]
