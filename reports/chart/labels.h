// Names beside the points of a scatter plot, without one name over another.
#pragma once

#include <string>
#include <vector>

namespace stampede::reports {

struct LabelledPoint {
  std::string name;
  double x = 0;  // the figures
  double y = 0;
  double left = 0;  // the place, in pixels from the top left
  double top = 0;
  bool important = false;  // named first where several share a place
};

struct PlacedLabel {
  double x = 0;
  double y = 0;
  std::string text;   // "plain_ttl", "plain_ttl and 2 more"
  std::string names;  // all of them
  bool right_of_point = true;
  double down = 0;  // pixels that it is moved by, for want of room
};

// Points at one place share a label. Where there is no room near a point it has none; tooltips and legend name it.
std::vector<PlacedLabel> place_labels(const std::vector<LabelledPoint>& points, double width, double height);

}  // namespace stampede::reports
