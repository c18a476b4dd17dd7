package io.schemawright.notifier.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a channel carries to people. Bounded in size, whatever the request holds, so that every
 * channel can take it; programs find the whole on {@code schema.notifications}.
 *
 * @param id the same however often it is delivered
 * @param kind what it is about
 * @param target the database
 * @param title one sentence
 * @param lines what else there is to say, a sentence each
 * @param requestedBy who asked
 * @param approvedBy who approved; empty where policy did, or nobody
 * @param time when it came about
 * @param stageMillis how long each stage took, by its name
 */
public record Message(
    String id,
    Kind kind,
    RequestId requestId,
    String target,
    String title,
    List<String> lines,
    Identity requestedBy,
    List<Identity> approvedBy,
    Instant time,
    Map<String, Long> stageMillis) {
  private static final int LONGEST_TEXT = 500;
  private static final int MOST_LINES = 20;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  /** What a message is about. */
  public enum Kind {
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("rejected")
    REJECTED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("undone")
    UNDONE,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("waiting-for-review")
    WAITING_FOR_REVIEW,
    @JsonProperty("changes-requested")
    CHANGES_REQUESTED,
    @JsonProperty("review-overdue")
    REVIEW_OVERDUE
  }

  public Message {
    title = shortened(title);
    List<String> all = lines;
    lines = all.stream().limit(MOST_LINES).map(Message::shortened).toList();
    approvedBy = approvedBy.stream().limit(MOST_LINES).toList();
    stageMillis = new TreeMap<>(stageMillis);
  }

  /** One line, not too long; a line break of the requester's cannot pass for a line of a log. */
  private static String shortened(String given) {
    String text = BREAKS.matcher(given).replaceAll(" ");
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
