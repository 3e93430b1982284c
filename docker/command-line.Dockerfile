# The postseal command line as an image, after ./postseal build. compose runs it once, to make topics and access rules:
#
#   docker build -f docker/command-line.Dockerfile -t postseal/command-line .
FROM docker.io/library/eclipse-temurin:25-jre

COPY command-line/target/lib/ /postseal/lib/
COPY command-line/target/command-line-*.jar /postseal/

WORKDIR /postseal
USER 10001:10001
ENTRYPOINT ["java", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", \
    "-cp", "/postseal/*:/postseal/lib/*", \
    "org.postseal.commandline.PostsealCommand"]
