// Clusters of points, and a greedy search for room.
#include "reports/chart/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "reports/result/display_text.h"

namespace stampede::reports {
namespace {

constexpr double kSamePlace = 7;  // pixels
constexpr double kLineHeight = 12;
constexpr double kCharacterWidth = 5.8;
constexpr double kGap = 11;
constexpr std::size_t kNameLengthMax = 24;

struct Cluster {
  double left = 0;
  double top = 0;
  std::vector<const LabelledPoint*> points;
};

struct Box {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  bool overlaps(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

std::vector<Cluster> clusters_of(const std::vector<LabelledPoint>& points) {
  std::vector<Cluster> clusters;
  for (const LabelledPoint& point : points) {
    const auto near = std::find_if(clusters.begin(), clusters.end(), [&](const Cluster& cluster) {
      return std::abs(cluster.left - point.left) < kSamePlace && std::abs(cluster.top - point.top) < kSamePlace;
    });
    if (near == clusters.end()) {
      clusters.push_back({point.left, point.top, {&point}});
    } else {
      near->points.push_back(&point);
    }
  }
  for (Cluster& cluster : clusters) {
    std::stable_sort(cluster.points.begin(), cluster.points.end(),
                     [](const LabelledPoint* a, const LabelledPoint* b) { return a->important && !b->important; });
  }
  std::stable_sort(clusters.begin(), clusters.end(), [](const Cluster& a, const Cluster& b) {
    return a.points.front()->important && !b.points.front()->important;
  });
  return clusters;
}

// By characters, not by bytes.
std::string shortened_name(const std::string& name) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if ((static_cast<unsigned char>(name[i]) & 0xC0U) == 0x80U) continue;
    if (++length > kNameLengthMax) return name.substr(0, i) + "…";
  }
  return name;
}

PlacedLabel label_of(const Cluster& cluster) {
  const LabelledPoint& first = *cluster.points.front();
  PlacedLabel label{first.x, first.y, shortened_name(first.name), "", true, 0};
  if (cluster.points.size() > 1) label.text += fmt::format(" and {} more", cluster.points.size() - 1);
  for (const LabelledPoint* point : cluster.points) label.names += (label.names.empty() ? "" : ", ") + point->name;
  return label;
}

Box box_of(const PlacedLabel& label, const Cluster& cluster) {
  const double width = kCharacterWidth * static_cast<double>(display_width(label.text));
  const double middle = cluster.top + label.down;
  const double left = label.right_of_point ? cluster.left + kGap : cluster.left - kGap - width;
  return {left, left + width, middle - kLineHeight / 2, middle + kLineHeight / 2};
}

// The first place around the point that nothing else takes.
std::optional<PlacedLabel> placed(const Cluster& cluster, const Box& panel, const std::vector<Box>& taken) {
  PlacedLabel label = label_of(cluster);
  for (const double down : {0.0, -12.0, 12.0, -22.0, 22.0}) {
    for (const bool right : {true, false}) {
      label.down = down;
      label.right_of_point = right;
      const Box box = box_of(label, cluster);
      const bool inside =
          box.left >= panel.left && box.right <= panel.right && box.top >= panel.top && box.bottom <= panel.bottom;
      if (inside && std::none_of(taken.begin(), taken.end(), [&](const Box& other) { return box.overlaps(other); })) {
        return label;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<PlacedLabel> place_labels(const std::vector<LabelledPoint>& points, double width, double height) {
  const std::vector<Cluster> clusters = clusters_of(points);
  std::vector<Box> taken;
  for (const Cluster& cluster : clusters) {
    taken.push_back(
        {cluster.left - kSamePlace, cluster.left + kSamePlace, cluster.top - kSamePlace, cluster.top + kSamePlace});
  }
  const Box panel{0, width, -kLineHeight / 2, height + kLineHeight / 2};
  std::vector<PlacedLabel> labels;
  for (const Cluster& cluster : clusters) {
    if (std::optional<PlacedLabel> label = placed(cluster, panel, taken)) {
      taken.push_back(box_of(*label, cluster));
      labels.push_back(std::move(*label));
    }
  }
  return labels;
}

}  // namespace stampede::reports
