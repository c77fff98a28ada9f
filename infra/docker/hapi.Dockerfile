# syntax=docker/dockerfile:1
# HAPI FHIR as infra/engines/hapi wires it: docker build -f infra/docker/hapi.Dockerfile -t keneyapp/hapi infra/engines/hapi
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q dependency:go-offline
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q package -DbuildFolder=/build/target

FROM eclipse-temurin:17-jre
RUN groupadd -g 10001 app && useradd -u 10001 -g app -M -s /usr/sbin/nologin app && install -d -o 10001 -g 10001 /data
WORKDIR /app
COPY --from=build /build/target/lib lib
COPY --from=build /build/target/keneyapp-hapi.jar .
ENV HAPI_HOST=0.0.0.0 HAPI_PORT=8080 HAPI_TERMINOLOGY_INDEX=/data/terminology
VOLUME /data
USER 10001:10001
EXPOSE 8080
CMD ["java", "-XX:MaxRAMPercentage=70", "-jar", "keneyapp-hapi.jar"]
