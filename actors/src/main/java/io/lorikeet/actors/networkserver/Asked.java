package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.broker.Verdict;

/** A broker that waits for a verdict. */
record Asked(long windowId, ActorRef<Verdict> replyTo) {}
