package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Every form on the class path. Thread-safe. */
public final class RequestForms {
  private final List<RequestForm> forms;

  private RequestForms(List<RequestForm> forms) {
    this.forms = forms;
  }

  /** Finds the forms. */
  public static RequestForms load() {
    return new RequestForms(
        ServiceLoader.load(RequestForm.class, RequestForms.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(RequestForm::name))
            .toList());
  }

  /** The forms that a message has marks of; with several it cannot be told what is meant. */
  List<RequestForm> of(ObjectNode message) {
    return forms.stream().filter(form -> form.marks().stream().anyMatch(message::has)).toList();
  }

  /** The form that a message without any mark is held against. */
  RequestForm canonical() {
    return new CanonicalForm();
  }

  /** What to say to a message without any mark. */
  String known() {
    StringBuilder text = new StringBuilder();
    for (RequestForm form : forms) {
      text.append(text.isEmpty() ? "" : "; ")
          .append(form.name())
          .append(": ")
          .append(String.join(", ", new TreeSet<>(form.marks())));
    }
    return text.toString();
  }

  /** All of them, by name. */
  public List<RequestForm> all() {
    return forms;
  }
}
