# One file for the four services: docker build --build-arg SERVICE=intake-service .
# The command is the service's main class, as docker-compose.yml has it.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre

# The same for every service, so that it runs once for all of them.
FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY . .
RUN mvn -B -ntp -DskipTests -Dspotless.check.skip=true \
      -pl intake-service,policy-service,executor-service,notifier-service -am \
      package dependency:copy-dependencies -DincludeScope=runtime

FROM ${RUNTIME_IMAGE}
ARG SERVICE
# By number as well: Kubernetes wants to see that it is not root's.
RUN groupadd --gid 10001 schemawright \
 && useradd --uid 10001 --gid schemawright --no-log-init --home-dir /var/lib/schemawright --create-home schemawright
COPY --from=build /build/${SERVICE}/target/dependency/ /app/
COPY --from=build /build/${SERVICE}/target/${SERVICE}-*.jar /app/
USER 10001:10001
WORKDIR /var/lib/schemawright
ENV SCHEMAWRIGHT_LOG_FORMAT=json \
    SCHEMAWRIGHT_HTTP_HOST=0.0.0.0
EXPOSE 8080 8081 8082 8083
# Half of the memory limit is heap: Kafka's clients, RocksDB and the JVM's own want the other half. Not by
# JAVA_TOOL_OPTIONS, of which the JVM tells in a line that is no JSON.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "/app/*"]
