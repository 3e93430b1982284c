package org.postseal.dns.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The records, and the answer they give to a question (RFC 1034 §4.3.2, without delegations). */
final class Zone {

  private static final int MAX_CNAMES = 16;

  private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
  private final Set<Name> ends = ConcurrentHashMap.newKeySet();
  private final SOARecord soa;

  Zone(long negativeTtl) {
    this.soa =
        new SOARecord(
            Name.root, DClass.IN, negativeTtl, Name.root, Name.root, 1, 0, 0, 0, negativeTtl);
  }

  void add(Record added) {
    records.computeIfAbsent(added.getName(), _ -> new CopyOnWriteArrayList<>()).add(added);
  }

  /** An answer about this name ends with its alias. */
  void endAt(Name name) {
    ends.add(name);
  }

  void remove(Name name) {
    records.remove(name);
  }

  void remove(Name name, int type) {
    var left = records.get(name);
    if (left != null) {
      left.removeIf(r -> r.getType() == type);
      records.remove(name, List.of());
    }
  }

  void clear() {
    records.clear();
    ends.clear();
  }

  Message answer(Message query) {
    var question = query.getQuestion();
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.RD);
    }
    answer.addRecord(question, Section.QUESTION);
    var name = question.getName();
    for (int i = 0; i < MAX_CNAMES; i++) {
      var found = at(name, question.getType());
      found.forEach(r -> answer.addRecord(r, Section.ANSWER));
      var cname = found.isEmpty() ? at(name, Type.CNAME) : List.<Record>of();
      if (cname.isEmpty()) {
        if (found.isEmpty()) {
          deny(answer, name);
        }
        return answer;
      }
      answer.addRecord(cname.getFirst(), Section.ANSWER);
      if (ends.contains(name)) {
        return answer;
      }
      name = ((CNAMERecord) cname.getFirst()).getTarget();
    }
    return answer;
  }

  private void deny(Message answer, Name name) {
    answer.getHeader().setRcode(exists(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
    answer.addRecord(soa, Section.AUTHORITY);
  }

  /** A name exists if it has records or something exists below it (RFC 4592 §2.2.2). */
  private boolean exists(Name name) {
    return records.keySet().stream().anyMatch(known -> known.subdomain(name));
  }

  private List<Record> at(Name name, int type) {
    var all = records.getOrDefault(name, List.of());
    var found = new ArrayList<Record>();
    for (var candidate : all) {
      if (candidate.getType() == type || type == Type.ANY) {
        found.add(candidate);
      }
    }
    return found;
  }
}
