package io.lorikeet.actors.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The records that something consists of, beside what was written of each. */
final class WrittenRecords {

  private final BiConsumer<Object, ObjectNode> each;

  private WrittenRecords(BiConsumer<Object, ObjectNode> each) {
    this.each = each;
  }

  /** At every level; inner ones first. */
  static void visit(Object whole, JsonNode written, BiConsumer<Object, ObjectNode> each) {
    new WrittenRecords(each).visit(whole, written);
  }

  private void visit(Object part, JsonNode written) {
    if (part instanceof Optional<?> its) {
      its.ifPresent(present -> visit(present, written));
    } else if (part instanceof Map<?, ?> its) {
      its.forEach((key, value) -> visit(value, written.path(key.toString())));
    } else if (part instanceof Collection<?> its) {
      var elements = written.elements();
      its.forEach(element -> visit(element, elements.next()));
    } else if (part.getClass().isRecord() && written instanceof ObjectNode object) {
      visitComponents(part, object);
      each.accept(part, object);
    }
  }

  private void visitComponents(Object part, ObjectNode written) {
    try {
      for (var component : part.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        visit(component.getAccessor().invoke(part), written.path(component.getName()));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
