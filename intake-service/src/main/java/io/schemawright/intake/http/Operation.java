package io.schemawright.intake.http;

import io.javalin.http.HandlerType;

/** Everything that can be asked over REST; {@code openapi.json} describes the same. */
enum Operation {
  SUBMIT("POST", "/api/schema-requests"),
  LIST("GET", "/api/schema-requests"),
  SHOW("GET", "/api/schema-requests/{id}"),
  REVIEW("PATCH", "/api/schema-requests/{id}"),
  MIGRATION("GET", "/api/schema-requests/{id}/migration"),
  TARGETS("GET", "/api/targets"),
  TABLES("GET", "/api/tables"),
  OPENAPI("GET", "/openapi.json");

  private final String method;
  private final String path;

  Operation(String method, String path) {
    this.method = method;
    this.path = path;
  }

  HandlerType method() {
    return HandlerType.findOrCreate(method);
  }

  /** As Javalin and OpenAPI write it. */
  String path() {
    return path;
  }
}
