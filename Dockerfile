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
RUN groupadd --system schemawright \
 && useradd --system --gid schemawright --home-dir /var/lib/schemawright --create-home schemawright
COPY --from=build /build/${SERVICE}/target/dependency/ /app/
COPY --from=build /build/${SERVICE}/target/${SERVICE}-*.jar /app/
USER schemawright
WORKDIR /var/lib/schemawright
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError" \
    SCHEMAWRIGHT_LOG_FORMAT=json \
    SCHEMAWRIGHT_HTTP_HOST=0.0.0.0
ENTRYPOINT ["java", "-cp", "/app/*"]
