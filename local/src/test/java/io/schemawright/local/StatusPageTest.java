package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemawright.embedded.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusPageTest {
  private static final StatusReport REPORT =
      new StatusReport(
          Instant.parse("2026-01-02T03:04:05Z"),
          List.of(
              new StatusReport.Entry("Services", "intake", true, "ready"),
              new StatusReport.Entry(
                  "Targets", "<b>&'\"", false, "</td><script>alert('x')</script>")));

  @Test
  void page_renewsItself_needsNothingElse_andEscapesWhatItShows() throws Exception {
    try (StatusPage page = StatusPage.start(FreePorts.choose(), () -> REPORT)) {
      HttpResponse<String> answer = get(page.url());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(answer.body())
          .contains(
              "http-equiv=\"refresh\"", "something needs a look", "intake", "2026-01-02T03:04")
          .contains("&lt;b&gt;&amp;&#39;&quot;", "&lt;/td&gt;&lt;script&gt;")
          .doesNotContain("<script", "<b>", "http://", "https://", "src=");
    }
  }

  @Test
  void json_saysTheSame() throws Exception {
    try (StatusPage page = StatusPage.start(FreePorts.choose(), () -> REPORT)) {
      HttpResponse<String> answer = get(page.url().resolve("/status.json"));

      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("application/json; charset=utf-8");
      JsonNode status = new ObjectMapper().readTree(answer.body());
      assertThat(status.path("well").asBoolean()).isFalse();
      assertThat(status.path("at").asText()).isEqualTo("2026-01-02T03:04:05Z");
      assertThat(status.path("entries").path(1).path("name").asText()).isEqualTo("<b>&'\"");
      assertThat(status.path("entries").path(0).path("well").asBoolean()).isTrue();
    }
  }

  @Test
  void anyOtherPath_isNotFound() throws Exception {
    try (StatusPage page = StatusPage.start(FreePorts.choose(), () -> REPORT)) {
      assertThat(get(page.url().resolve("/other")).statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
