package io.schemawright.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Changes as events carry them. */
final class ChangeJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(ChangeKinds.load().module())
          .build();

  private ChangeJson() {}

  static CreateTable read(String json) throws JsonProcessingException {
    return (CreateTable) JSON.readValue(json, Change.class);
  }

  static String write(Change change) throws JsonProcessingException {
    return JSON.writerFor(Change.class).writeValueAsString(change);
  }
}
