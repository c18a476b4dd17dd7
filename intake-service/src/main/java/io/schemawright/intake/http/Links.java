package io.schemawright.intake.http;

import io.schemawright.request.RequestId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where to go on from a request.
 *
 * @param self the request with its timeline
 * @param migration its statements
 */
record Links(String self, String migration) {

  /** The addresses of one request. */
  static Links of(RequestId id) {
    String self =
        "/api/schema-requests/"
            + URLEncoder.encode(id.value(), StandardCharsets.UTF_8).replace("+", "%20");
    return new Links(self, self + "/migration");
  }
}
