package io.lorikeet.httpapi.web;

import io.lorikeet.actors.handler.Right;
import java.util.EnumSet;
import java.util.Set;

/** What the caller of a request may do in the application that its path names. */
public record Access(boolean admin, Set<Right> rights) {

  public static final Access NOBODY = new Access(false, Set.of());
  public static final Access ADMIN = new Access(true, EnumSet.allOf(Right.class));

  public Access {
    rights = Set.copyOf(rights);
  }

  public boolean may(Right right) {
    return rights.contains(right);
  }
}
