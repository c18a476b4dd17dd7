package io.schemawright.intake.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * A route that the service answers.
 *
 * @param method the HTTP method
 * @param path as Javalin and OpenAPI write it: {@code /api/schema-requests/{id}}
 * @param handler answers it
 */
record Route(HandlerType method, String path, Handler handler) {}
