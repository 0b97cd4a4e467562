// CLIENT.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

Reply set_name(Call& call) {
  for (const char c : call[2]) {
    if (c < '!' || c > '~') {
      throw CommandError("ERR Client names cannot contain spaces, newlines or special characters.");
    }
  }
  call.client.name = call[2];
  return ok_reply();
}

Reply get_name(Call& call) {
  return call.client.name.empty() ? nil_reply() : text_reply(std::string_view(call.client.name));
}

// Clients are never disconnected to save memory here.
Reply no_evict(Call& call) {
  if (!equals_word(call[2], "on") && !equals_word(call[2], "off")) throw CommandError(kSyntaxError);
  return ok_reply();
}

Tracking read_tracking(Call& call) {
  Tracking wanted;
  std::int64_t redirect = 0;
  for (std::size_t i = 3; i < call.size(); ++i) {
    const bool has_more = i + 1 < call.size();
    if (equals_word(call[i], "redirect") && has_more) {
      if (redirect != 0) throw CommandError("ERR A client can only redirect to a single other client");
      redirect = to_integer(call[++i]);
      if (redirect < 1 || call.engine.client(static_cast<ClientId>(redirect)) == nullptr) {
        throw CommandError("ERR The client ID you want redirect to does not exist");
      }
    } else if (equals_word(call[i], "bcast")) {
      wanted.broadcasts = true;
    } else if (equals_word(call[i], "optin")) {
      wanted.opts_in = true;
    } else if (equals_word(call[i], "optout")) {
      wanted.opts_out = true;
    } else if (equals_word(call[i], "noloop")) {
      wanted.no_loop = true;
    } else if (equals_word(call[i], "prefix") && has_more) {
      wanted.prefixes.emplace_back(call[++i]);
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  wanted.redirect = static_cast<ClientId>(redirect);
  return wanted;
}

bool overlap(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

void require_apart(const Tracking& current, const Tracking& wanted) {
  for (std::size_t i = 0; i < wanted.prefixes.size(); ++i) {
    const std::string& prefix = wanted.prefixes[i];
    auto existing = current.prefixes;
    std::sort(existing.begin(), existing.end());
    for (const std::string& other : existing) {
      if (!overlap(prefix, other)) continue;
      throw CommandError(
          fmt::format("ERR Prefix '{}' overlaps with an existing prefix '{}'. Prefixes for a single client must not "
                      "overlap.",
                      prefix, other));
    }
    for (std::size_t j = i + 1; j < wanted.prefixes.size(); ++j) {
      if (!overlap(prefix, wanted.prefixes[j])) continue;
      throw CommandError(
          fmt::format("ERR Prefix '{}' overlaps with another provided prefix '{}'. Prefixes for a single client must "
                      "not overlap.",
                      prefix, wanted.prefixes[j]));
    }
  }
}

void require_compatible(const Tracking& current, const Tracking& wanted) {
  if (!wanted.broadcasts && !wanted.prefixes.empty()) {
    throw CommandError("ERR PREFIX option requires BCAST mode to be enabled");
  }
  if (current.is_on && current.broadcasts != wanted.broadcasts) {
    throw CommandError(
        "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it "
        "with a different mode.");
  }
  if (wanted.broadcasts && (wanted.opts_in || wanted.opts_out)) {
    throw CommandError("ERR OPTIN and OPTOUT are not compatible with BCAST");
  }
  if (wanted.opts_in && wanted.opts_out) {
    throw CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
  }
  if ((wanted.opts_in && current.opts_out) || (wanted.opts_out && current.opts_in)) {
    throw CommandError(
        "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it "
        "with a different mode.");
  }
  if (wanted.broadcasts) require_apart(current, wanted);
}

Reply tracking(Call& call) {
  const Tracking wanted = read_tracking(call);
  if (equals_word(call[2], "on")) {
    require_compatible(call.client.tracking, wanted);
    call.engine.tracking().enable(call.client, wanted);
  } else if (equals_word(call[2], "off")) {
    call.engine.tracking().disable(call.client);
  } else {
    throw CommandError(kSyntaxError);
  }
  return ok_reply();
}

Reply caching(Call& call) {
  Tracking& tracking = call.client.tracking;
  if (!tracking.is_on) {
    throw CommandError(
        "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled");
  }
  if (equals_word(call[2], "yes")) {
    if (!tracking.opts_in) {
      throw CommandError("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    }
  } else if (equals_word(call[2], "no")) {
    if (!tracking.opts_out) {
      throw CommandError("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    }
  } else {
    throw CommandError(kSyntaxError);
  }
  tracking.caching_given = true;
  return ok_reply();
}

constexpr unsigned kOfClient = flags::kNoScript;

constexpr Command kCommands[] = {
    {"client", -2, kOfClient | flags::kContainer, {}, nullptr},
    {"client|id",
     2,
     kOfClient,
     {},
     [](Call& call) { return integer_reply(static_cast<std::int64_t>(call.client.id)); }},
    {"client|setname", 3, kOfClient, {}, set_name},
    {"client|getname", 2, kOfClient, {}, get_name},
    {"client|no-evict", 3, kOfClient, {}, no_evict},
    {"client|tracking", -3, kOfClient, {}, tracking},
    {"client|caching", 3, kOfClient, {}, caching},
};

}  // namespace

Commands client_commands() { return kCommands; }

}  // namespace stampede::redis::model
