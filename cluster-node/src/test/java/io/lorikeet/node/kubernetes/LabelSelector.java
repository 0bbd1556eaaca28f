package io.lorikeet.node.kubernetes;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A selector as the Kubernetes API takes it, of labels that must be equal. */
record LabelSelector(Map<String, String> wanted) {

  static LabelSelector parse(String text) {
    return new LabelSelector(
        Arrays.stream(text.split(","))
            .map(part -> part.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }
}
