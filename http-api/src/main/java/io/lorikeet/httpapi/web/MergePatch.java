package io.lorikeet.httpapi.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7396: what is given replaces, {@code null} takes away. */
public final class MergePatch {

  private MergePatch() {}

  /** A new object; neither argument changes. */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    var merged = target.deepCopy();
    patch
        .fields()
        .forEachRemaining(
            field -> {
              var name = field.getKey();
              var value = field.getValue();
              if (value.isNull()) {
                merged.remove(name);
              } else if (value instanceof ObjectNode inner) {
                var base = merged.get(name) instanceof ObjectNode old ? old : Json.object();
                merged.set(name, apply(base, inner));
              } else {
                merged.set(name, value);
              }
            });
    return merged;
  }
}
